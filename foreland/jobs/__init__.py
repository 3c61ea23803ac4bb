"""One function a command: opens the folder, calls the floors, returns a table.

The only place where floors meet. Holds no rule of the field.
"""
