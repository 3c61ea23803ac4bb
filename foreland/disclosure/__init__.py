"""Small-number protection: the collected tables of a build become ``Protected`` ones.

Renderers accept no other type. Decides what may be shown of a number, never what a page shows.
"""
