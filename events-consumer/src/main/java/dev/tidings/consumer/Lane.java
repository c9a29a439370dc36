package dev.tidings.consumer;

/**
 * A queue that a group takes deliveries from.
 *
 * @param queue its name
 * @param priority the higher is handled first
 * @param isAlone whether an instance has one delivery of it at hand at a time, so that a process that ends tells which one it was
 */
record Lane(String queue, int priority, boolean isAlone) {}
