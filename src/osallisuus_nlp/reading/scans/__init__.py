"""Pictures of pages: made ready, recognised, and the words made good."""
