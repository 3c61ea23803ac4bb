"""Office for National Statistics: the indicators of Explore Local Statistics."""
