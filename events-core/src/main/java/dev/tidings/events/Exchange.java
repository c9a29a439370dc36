package dev.tidings.events;

/** Where events are published: a named AMQP exchange. */
public record Exchange(String name) {}
