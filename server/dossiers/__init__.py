"""Acts on their way: versions, circuit, review, sign-off."""
