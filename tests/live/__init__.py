"""What an endpoint must do for lexhop: tried on the fake one, and on one that the user names."""
