package dev.tidings.samples.demo.search;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** What the search service wants to know of a user. What else the owner says is ignored, so that it may say more one day. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Profile(String country, String city, long version) {}
