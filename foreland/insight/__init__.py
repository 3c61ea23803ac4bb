"""What the figures mean: comparison, gaps, direction. Pure functions over tables.

Formats nothing and reads no file.
"""
