package dev.tidings.samples.demo.search;

/**
 * What the index has of a user.
 *
 * @param version which state of the user it is, as the owner counts
 */
public record Indexed(Profile profile, long version) {}
