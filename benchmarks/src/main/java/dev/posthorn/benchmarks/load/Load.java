package dev.posthorn.benchmarks.load;

/** What publishes events during a run. */
interface Load {

    /** Returns at once. */
    void start(Publisher publisher);

    /** Begins no more events; those that are out end. */
    void stop();
}
