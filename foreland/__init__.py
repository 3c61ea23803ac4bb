"""foreland: the software with which an education area runs its improvement strategy."""

__version__ = "0.1.0"
