"""What a whole page loads, says of itself and may not hold."""
