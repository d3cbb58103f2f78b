"""A city with a million tickets, written straight into the tables: for measuring how counting fares at that size."""
