package dev.tidings.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults of an owner that have begun and not ended. Thread-safe. */
final class OwnerFaults {
    /** @param path empty for all */
    private record Begun(Optional<String> path, OwnerFault fault) {
        boolean isOn(String other) {
            return path.isEmpty() || path.get().equals(other);
        }

        @Override
        public String toString() {
            return fault + path.map(one -> " on " + one).orElse("");
        }
    }

    /** Those that happen to one request. */
    record Happening(List<OwnerFault> faults) {
        OwnerReply answer(OwnerQuestion question, OwnerStates states) {
            OwnerView view = OwnerView.NOW;
            for (OwnerFault fault : faults) {
                view = fault.view(view);
            }
            OwnerReply reply = states.answer(question, view);
            for (OwnerFault fault : faults) {
                reply = fault.change(question, reply);
            }
            return reply;
        }
    }

    private final List<Begun> begun = new CopyOnWriteArrayList<>();

    void begin(Optional<String> path, OwnerFault fault) {
        begun.add(new Begun(path, fault));
    }

    void end(OwnerFault fault) {
        begun.removeIf(one -> one.fault() == fault);
    }

    void clear() {
        begun.clear();
    }

    Happening on(String path) {
        return new Happening(begun.stream()
                .filter(one -> one.isOn(path))
                .map(Begun::fault)
                .filter(OwnerFault::happens)
                .toList());
    }

    @Override
    public String toString() {
        return begun.toString();
    }
}
