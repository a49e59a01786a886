package dev.posthorn.monitoring;

import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;

/** What all tests of this module run against: one PostgreSQL, broker, mail server and identity provider for all. */
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class TestStack {}
