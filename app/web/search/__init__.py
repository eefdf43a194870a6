"""Full-text search over what is public: its passages, their index, and the page."""
