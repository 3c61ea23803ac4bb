"""DfE's dashboard files of level 2 and level 3 by the age of 19, by cohort and group."""
