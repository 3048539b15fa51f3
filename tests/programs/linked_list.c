// A list of malloc'd nodes: push, insert in order, remove, reverse, free.
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *push(struct node *head, int value) {
    struct node *node = malloc(sizeof *node);
    if (node == NULL) {
        perror("malloc");
        exit(1);
    }
    node->value = value;
    node->next = head;
    return node;
}

static void insert_sorted(struct node **head, int value) {
    while (*head && (*head)->value < value) head = &(*head)->next;
    *head = push(*head, value);
}

static int remove_value(struct node **head, int value) {
    for (; *head; head = &(*head)->next) {
        if ((*head)->value != value) continue;
        struct node *gone = *head;
        *head = gone->next;
        free(gone);
        return 1;
    }
    return 0;
}

static struct node *reversed(struct node *head) {
    struct node *result = NULL;
    while (head) {
        struct node *next = head->next;
        head->next = result;
        result = head;
        head = next;
    }
    return result;
}

static void print(const struct node *head) {
    for (; head; head = head->next) printf("%d%s", head->value, head->next ? " -> " : "\n");
}

int main(void) {
    struct node *list = NULL;
    int values[] = {5, 1, 4, 1, 3, 9, 2};
    for (int i = 0; i < 7; i++) insert_sorted(&list, values[i]);
    print(list);
    printf("%d %d %d\n", remove_value(&list, 1), remove_value(&list, 9), remove_value(&list, 77));
    print(list);
    list = reversed(list);
    print(list);
    while (list) {
        struct node *next = list->next;
        free(list);
        list = next;
    }
    return 0;
}
