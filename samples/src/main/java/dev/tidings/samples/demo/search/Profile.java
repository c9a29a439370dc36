package dev.tidings.samples.demo.search;

/** What the search service wants to know of a user. What else the owner says is ignored, so that it may say more one day. */
public record Profile(String country, String city) {}
