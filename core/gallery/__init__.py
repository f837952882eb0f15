"""Every component, form field, table and chart in each of its states; demo mode only."""
