"""What may happen a number of times only: how that is counted, and what is answered to anyone who asks too often."""
