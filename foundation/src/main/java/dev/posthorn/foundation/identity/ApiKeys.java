package dev.posthorn.foundation.identity;

import io.smallrye.mutiny.Uni;

/** A service's own knowledge of the API keys. Each service has one bean of it. */
public interface ApiKeys {

    /**
     * @param hash as {@link ApiKey#hash} makes it
     * @return the key, or null when there is none; must not block the calling event loop
     */
    Uni<ApiKey> find(String hash);
}
