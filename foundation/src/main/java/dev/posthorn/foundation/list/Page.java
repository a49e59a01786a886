package dev.posthorn.foundation.list;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param nextCursor where the next page begins; null after the last
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> data, String nextCursor) {

    public Page {
        data = List.copyOf(data);
    }

    /**
     * Cuts a page out of rows that were read with {@link PageRequest#fetchSize}.
     *
     * @param rows at most one more than the limit; the one too many only says that there is a next page
     * @param position what the next page has to begin after, of a row
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, String> position) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, request.limit());
        return new Page<>(shown, Cursor.write(position.apply(shown.getLast())));
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(data.stream().map(view).toList(), nextCursor);
    }
}
