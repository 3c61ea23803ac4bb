"""Pupil attendance as released every fortnight: all releases of four years in one table."""
