"""The atlas: where the evidence is found, compared and questioned."""
