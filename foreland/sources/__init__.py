"""One reader a publisher: a file becomes a typed table that keeps the publisher's own codes.

Names columns, symbols and traps. Knows no catalogue and computes no measure.
"""
