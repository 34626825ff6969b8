"""For those who come from elsewhere: one package per neighbour. Nothing outside knows of them."""
