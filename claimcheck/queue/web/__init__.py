"""The queue in a browser: pages made on the server, and a little JavaScript."""
