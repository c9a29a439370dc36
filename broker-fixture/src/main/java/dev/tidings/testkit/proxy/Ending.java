package dev.tidings.testkit.proxy;

/** How a connection is cut. */
public enum Ending {
    /** Both ends see a reset; what was on its way is lost. */
    RST,
    /** Both ends see an orderly end of the stream. */
    FIN
}
