"""Parts that screens share. They know no services and no data."""
