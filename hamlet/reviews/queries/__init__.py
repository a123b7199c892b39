from hamlet.reviews.queries.cases import duties

__all__ = ["duties"]
