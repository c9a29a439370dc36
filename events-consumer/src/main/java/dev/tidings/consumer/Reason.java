package dev.tidings.consumer;

/** Why a delivery became a dead letter. */
public enum Reason {
    /** Its handler threw, once too often or finally. */
    FAILED,
    /** It could not be read as an event. */
    UNREADABLE,
    /** No pattern of the group matches it, in no version of the service that has seen it. */
    UNMATCHED,
    /** An event of the same id was handled, and said something else. */
    CONFLICT,
    /** It was put there by the broker or by somebody else. */
    OTHER
}
