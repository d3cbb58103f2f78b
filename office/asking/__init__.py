"""What one side asks another and waits for: the office's word, the enterprise's, a supporting unit's."""
