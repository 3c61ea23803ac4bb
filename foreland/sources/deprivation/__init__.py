"""The indices of deprivation of 2019 and 2025, by lower-tier district."""
