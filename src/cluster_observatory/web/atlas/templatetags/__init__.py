"""Words of the atlas's templates."""
