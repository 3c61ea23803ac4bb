"""Lists about areas that are no figures: districts, councils, codes, boundaries, inspections."""
