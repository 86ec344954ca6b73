"""The policy library (政策文件库) of a site as the public finds it: a list with facets, an interface for programs, and each
document as PDF, as data and as a citation."""
