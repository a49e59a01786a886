package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists, read page by page while things are added. */
@ExtendWith(StackExtension.class)
class PageTest {

    private final Tenant tenant;

    PageTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @Test
    void ofEventsLosesAndRepeatsNothing() {
        readsWhileSomethingIsAdded("/events", n -> tenant.publish(Map.of("n", n)));
    }

    @Test
    void ofEndpointsLosesAndRepeatsNothing() {
        readsWhileSomethingIsAdded(
                "/endpoints", n -> tenant.endpointAt("https://example.com/" + n).createUnnoticed());
    }

    private void readsWhileSomethingIsAdded(String path, IntFunction<String> add) {
        // Given
        var newestFirst = new ArrayList<>(IntStream.range(0, 7).mapToObj(add).toList());
        Collections.reverse(newestFirst);

        // When
        List<String> read = new ArrayList<>();
        var page = tenant.get(path + "?limit=3");
        while (true) {
            read.addAll(page.getList("data.id"));
            String cursor = page.get("nextCursor");
            if (cursor == null) {
                break;
            }
            add.apply(100 + read.size());
            page = tenant.get(path + "?limit=3&cursor={cursor}", cursor);
        }

        // Then
        assertThat(read).isEqualTo(newestFirst);
    }
}
