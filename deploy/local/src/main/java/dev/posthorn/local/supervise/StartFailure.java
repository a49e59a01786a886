package dev.posthorn.local.supervise;

/** A part did not come up; the message is for the person who started it. */
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String part;

    public StartFailure(String part, String message) {
        super(message);
        this.part = part;
    }

    public String part() {
        return part;
    }
}
