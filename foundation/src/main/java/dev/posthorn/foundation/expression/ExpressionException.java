package dev.posthorn.foundation.expression;

/** An expression that cannot be used, or that failed for an event. The message is a sentence for its author. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    ExpressionException(String message, int position) {
        // Without a stack trace: these are answers, and a tenant can cause as many as it likes.
        super(position < 0 ? message : message + " (at character " + position + ")", null, false, false);
        this.position = position;
    }

    ExpressionException(String message) {
        this(message, -1);
    }

    /** Characters from the expression's beginning, from 0; negative where that is unknown. */
    public int position() {
        return position;
    }
}
