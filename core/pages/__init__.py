"""Pages that belong to the product rather than to a room."""
