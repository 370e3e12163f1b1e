"""The normal density · 正态密度"""


# <!-- part: linear_regression/normal_density/code -->
def normal(x, mu, sigma):
    """The density at x of the normal distribution with mean mu and standard deviation sigma · 正态分布在 x 处的密度"""
    raise NotImplementedError
