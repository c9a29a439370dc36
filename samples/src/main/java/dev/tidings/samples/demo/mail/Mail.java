package dev.tidings.samples.demo.mail;

/**
 * A mail.
 *
 * @param id its Message-ID: made from the event that it is about, so that two mails for one event can be told
 */
public record Mail(String id, String to, String subject) {}
