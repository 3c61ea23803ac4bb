"""Figures of schools and trusts from the performance tables: a register, a row a figure."""
