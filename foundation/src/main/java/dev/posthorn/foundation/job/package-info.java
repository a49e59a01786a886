/** The one shape of a background job: rounds that follow each other in a thread of their own. */
package dev.posthorn.foundation.job;
