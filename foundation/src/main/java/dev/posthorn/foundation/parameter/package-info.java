/** How values in paths and queries are read, and refused with a sentence. */
package dev.posthorn.foundation.parameter;
