"""Where do numbers come from?"""
