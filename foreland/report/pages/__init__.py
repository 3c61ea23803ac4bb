"""One file a kind of page: from the build's material to what its template may know."""
