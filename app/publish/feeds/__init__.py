"""What others follow: news, and meetings in a calendar."""
