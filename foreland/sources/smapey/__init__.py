"""Early-years gaps of 2018: a social-mobility dashboard's table."""
