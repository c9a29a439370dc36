package dev.tidings.migration;

class InMemoryOutcomeStoreTest extends OutcomeStorePromises {
    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();

    @Override
    protected OutcomeStore store() {
        return store;
    }
}
