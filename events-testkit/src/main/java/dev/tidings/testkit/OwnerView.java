package dev.tidings.testkit;

import java.time.Duration;

/**
 * What of its states an owner sees, and what of a request.
 *
 * @param changes how many of the last ones are not seen, of those that are old enough
 */
record OwnerView(Duration ago, int changes, boolean hasMinVersion, boolean hasTags) {
    static final OwnerView NOW = new OwnerView(Duration.ZERO, 0, true, true);

    OwnerView ago(Duration time) {
        return new OwnerView(time, changes, hasMinVersion, hasTags);
    }

    OwnerView behind(int count) {
        return new OwnerView(ago, count, hasMinVersion, hasTags);
    }

    OwnerView withoutMinVersion() {
        return new OwnerView(ago, changes, false, hasTags);
    }

    OwnerView withoutTags() {
        return new OwnerView(ago, changes, hasMinVersion, false);
    }
}
