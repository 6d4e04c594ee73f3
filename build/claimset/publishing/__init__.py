"""Published versions: written once, verified from anywhere, cited."""
