package dev.tidings.samples.demo.users;

/**
 * A user, as its owner knows it.
 *
 * @param version 1 when created, one more with each change, never less
 */
public record User(long id, String country, String city, long version) {}
