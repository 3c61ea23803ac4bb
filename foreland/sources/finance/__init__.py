"""The dedicated schools grant: allocations by year and block, and the balance on the account."""
